import subprocess

subprocess.Popen(["./worker", "--url", "stratum+ssl://pool.acme.example:443"])  # expect: mining
subprocess.run(["git", "log"])
