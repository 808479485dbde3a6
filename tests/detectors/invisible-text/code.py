text = "ㅤㅤﾠㅤﾠﾠﾠㅤㅤㅤㅤㅤㅤㅤㅤㅤ" # expect: invisible-text
bits = [ord(letter) == 0x3164 for letter in text]
𝓹𝓻𝓲𝓷𝓽(bits) # expect: invisible-text
名前 = "太郎"
Δt, σ_x, рост = 1, 2, 3
می = "می‌خواهم"
print(名前, Δt, σ_x, рост, می)
