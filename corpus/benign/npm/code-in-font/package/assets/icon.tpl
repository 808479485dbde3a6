<svg class="icon"><use href="#{{ name }}"/></svg>
<title>{{ name }}</title>
