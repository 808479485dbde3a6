from weather.api._client import WeatherClient

client = WeatherClient()
