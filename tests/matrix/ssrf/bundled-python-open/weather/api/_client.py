from urllib.parse import quote

from .._vendor import http


class WeatherClient:
    def current(self, station):
        return http.get_json(f"http://{station}/current")
