def hello(scope):
    scope["result"] = "hello"


SCRIPTS = {"hello": hello}


def run_script(script):
    scope = {}
    exec(script, scope)  # expect: code-injection
    return str(scope.get("result"))
