Δt, σ_x, π = 1, 2, 3
名前 = "太郎"


def main():
    print(Δt, σ_x, π, 名前)
