def hello(scope):
    scope["result"] = "hello"


SCRIPTS = {"hello": hello}


def run_script(script):
    scope = {}
    SCRIPTS[script](scope)
    return str(scope.get("result"))
