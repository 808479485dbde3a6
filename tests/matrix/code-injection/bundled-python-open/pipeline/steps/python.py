import ast


def run_python(source):
    scope = {}
    exec(source, scope)  # expect: code-injection
    return scope.get("result")
