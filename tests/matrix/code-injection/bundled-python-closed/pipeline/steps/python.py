import ast


def run_python(source):
    return len(ast.parse(source).body)
