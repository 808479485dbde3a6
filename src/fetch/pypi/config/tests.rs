//! Surroundings of their own: a home, a project and variables, and the indexes that follow from them.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

/// An empty home and project; the machine's own files are kept out.
struct World {
    root: TempDir,
    surroundings: Surroundings,
    options: FetchOptions,
}

impl World {
    fn new(env: &[(&str, &str)]) -> Self {
        let root = TempDir::new().unwrap();
        let folder = |name: &str| {
            fs::create_dir(root.path().join(name)).unwrap();
            root.path().join(name)
        };
        let (home, cwd, machine) = (folder("home"), folder("project"), folder("machine"));
        let mut surroundings = Surroundings { env: Default::default(), home: Some(home), cwd };
        let machine = machine.to_str().unwrap().to_owned();
        let hermetic = [("XDG_CONFIG_DIRS", machine.as_str()), ("PIP_CONFIG_FILE", "/dev/null")];
        surroundings.env.extend(hermetic.iter().chain(env).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Self { root, surroundings, options: FetchOptions::default() }
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn var(mut self, name: &str, value: &str) -> Self {
        self.surroundings.env.insert(name.to_owned(), value.to_owned());
        self
    }

    fn settings(&self) -> Result<Settings, FetchError> {
        Settings::read(&self.surroundings, &self.options)
    }

    fn indexes(&self) -> Vec<String> {
        self.settings().unwrap().indexes.iter().map(|index| index.url.to_string()).collect()
    }

    fn error(&self) -> String {
        self.settings().err().unwrap().to_string()
    }
}

fn basic(user: &str, password: &str) -> Option<Credentials> {
    Some(Credentials::basic(user, password))
}

#[test]
fn without_settings_the_public_index_is_asked() {
    let world = World::new(&[]);
    assert_eq!(world.indexes(), [defaults::public(Registry::Pypi).to_string()]);
    assert!(world.settings().unwrap().notes.is_empty());
}

#[test]
fn extra_indexes_are_asked_before_the_default_one() {
    let world =
        World::new(&[("PIP_INDEX_URL", "https://a.example/simple"), ("PIP_EXTRA_INDEX_URL", "https://b.example/ https://c.example")]);
    assert_eq!(world.indexes(), ["https://b.example/", "https://c.example/", "https://a.example/simple/"]);
}

#[test]
fn flags_come_before_every_configuration() {
    let mut world = World::new(&[("PIP_INDEX_URL", "https://a.example/"), ("PIP_EXTRA_INDEX_URL", "https://b.example/")]);
    world.options.index_url = Some("https://flag.example/".into());
    world.options.extra_index_url = vec!["https://extra.example/".into()];
    assert_eq!(world.indexes(), ["https://extra.example/", "https://b.example/", "https://flag.example/"]);
}

#[test]
fn uvs_configuration_is_taken_whole_when_it_names_an_index() {
    let world = World::new(&[("PIP_INDEX_URL", "https://pip.example/"), ("UV_INDEX", "corp=https://uv.example/simple")]);
    assert_eq!(world.indexes(), ["https://uv.example/simple/".to_owned(), defaults::public(Registry::Pypi).to_string()]);
    assert_eq!(world.settings().unwrap().notes, ["uv and pip both name package indexes: uv's were used"]);
}

#[test]
fn uvs_files_follow_its_variables() {
    let world = World::new(&[("UV_INDEX", "https://env.example/"), ("UV_EXTRA_INDEX_URL", "https://old.example/")])
        .file(
            "project/pyproject.toml",
            "[project]\nname = 'x'\n[[tool.uv.index]]\nname = 'p'\nurl = 'https://project.example/'\n\
             [[tool.uv.index]]\nname = 'only'\nurl = 'https://explicit.example/'\nexplicit = true\n",
        )
        .file("home/.config/uv/uv.toml", "index-url = 'https://user.example/'\nextra-index-url = ['https://user-extra.example/']\n")
        .file("machine/uv/uv.toml", "[[index]]\nurl = 'https://machine.example/'\ndefault = true\n");
    assert_eq!(
        world.indexes(),
        [
            "https://env.example/",
            "https://project.example/",
            "https://old.example/",
            "https://user-extra.example/",
            "https://user.example/"
        ]
    );
}

#[test]
fn the_nearest_project_above_counts_and_uv_toml_wins_in_its_folder() {
    let mut world = World::new(&[])
        .file("project/uv.toml", "index-url = 'https://uv-toml.example/'")
        .file("project/pyproject.toml", "[tool.uv]\nindex-url = 'https://pyproject.example/'")
        .file("project/inner/pyproject.toml", "[project]\nname = 'x'\n");
    world.surroundings.cwd = world.root.path().join("project/inner");
    assert_eq!(world.indexes(), ["https://uv-toml.example/"]);
    let world = world.var("UV_NO_CONFIG", "1");
    assert_eq!(world.indexes(), [defaults::public(Registry::Pypi).to_string()]);
    let world = world.file("other.toml", "index-url = 'https://named.example/'").var("UV_CONFIG_FILE", "../../other.toml");
    assert_eq!(world.indexes(), ["https://named.example/"]);
}

#[test]
fn pip_conf_is_read_in_pips_order() {
    let mut world = World::new(&[])
        .file("machine/pip/pip.conf", "[global]\nindex-url = https://machine.example/\nextra-index-url = https://lost.example/\n")
        .file(
            "home/.config/pip/pip.conf",
            "[global]\nindex_url = https://user.example/a;b\ncert = /user.pem\nextra-index-url =\n    https://one.example/\n    ; no\n    https://two.example/\n",
        )
        .file("venv/pip.conf", "[freeze]\nindex-url = https://freeze.example/\n[install]\nindex-url: https://venv.example/\n");
    world.surroundings.env.remove("PIP_CONFIG_FILE");
    assert_eq!(world.indexes(), ["https://one.example/", "https://two.example/", "https://user.example/a;b/"]);
    let venv = world.root.path().join("venv").to_str().unwrap().to_owned();
    let world = world.var("VIRTUAL_ENV", &venv);
    assert_eq!(world.indexes(), ["https://one.example/", "https://two.example/", "https://venv.example/"]);
    let roots = world.settings().unwrap().network.roots;
    assert!(matches!(&roots[..], [Roots::File(file)] if file == Path::new("/user.pem")), "{roots:?}");
}

#[test]
fn a_named_pip_file_stands_in_for_the_users() {
    let world = World::new(&[])
        .file("home/.pip/pip.conf", "[global]\nindex-url = https://user.example/\n")
        .file("named.conf", "[global]\nextra-index-url = https://named.example/\n")
        .var("PIP_CONFIG_FILE", "../named.conf");
    assert_eq!(world.indexes(), ["https://named.example/".to_owned(), defaults::public(Registry::Pypi).to_string()]);
}

#[test]
fn credentials_leave_the_url_and_stay_at_their_origin() {
    let settings = World::new(&[("PIP_INDEX_URL", "https://me:p%40ss@a.example/simple/")]).settings().unwrap();
    assert_eq!(settings.indexes[0].url.as_str(), "https://a.example/simple/");
    assert_eq!(settings.indexes[0].credentials, basic("me", "p@ss"));
    let at = |url: &str| settings.credentials_for(&Url::parse(url).unwrap());
    assert_eq!(at("https://a.example/files/x.whl"), basic("me", "p@ss"));
    for other in ["https://b.example/x.whl", "http://a.example/x.whl", "https://a.example:8443/x.whl", "https://x.a.example/x.whl"] {
        assert_eq!(at(other), None, "{other}");
    }
}

#[test]
fn netrc_answers_where_the_url_names_no_password() {
    let netrc = "machine a.example login me password secret\nmachine files.example login f password g\ndefault login any password thing\n";
    let of = |url: &str| {
        let settings = World::new(&[("UV_DEFAULT_INDEX", url)]).file("home/.netrc", netrc).settings().unwrap();
        (settings.indexes[0].credentials.clone(), settings.credentials_for(&Url::parse("https://files.example/x").unwrap()))
    };
    assert_eq!(of("https://a.example/").0, basic("me", "secret"));
    assert_eq!(of("https://me@a.example/").0, basic("me", "secret"));
    assert_eq!(of("https://you@a.example/").0, basic("you", ""));
    assert_eq!(of("https://x:y@a.example/").0, basic("x", "y"));
    assert_eq!(of("https://b.example/"), (basic("any", "thing"), basic("f", "g")));
    let settings = World::new(&[("NETRC", "../elsewhere")]).file("elsewhere", netrc).settings().unwrap();
    assert_eq!(settings.credentials_for(&Url::parse("https://unnamed.example/x").unwrap()), None);
}

#[test]
fn named_uv_indexes_take_their_login_from_variables() {
    let world = World::new(&[("UV_INDEX_MY_CORP_USERNAME", "me"), ("UV_INDEX_MY_CORP_PASSWORD", "secret")]).file(
        "project/uv.toml",
        "[[index]]\nname = 'my-corp'\nurl = 'https://a.example/'\n[[index]]\nname = 'other'\nurl = 'https://b.example/'\n",
    );
    let settings = world.settings().unwrap();
    assert_eq!(settings.indexes[0].credentials, basic("me", "secret"));
    assert_eq!(settings.indexes[1].credentials, None);
}

#[test]
fn proxies_and_plain_http_follow_the_settings() {
    let settings = World::new(&[("PIP_PROXY", "proxy.example:3128"), ("PIP_INDEX_URL", "http://plain.example/simple")]).settings().unwrap();
    assert_eq!(settings.network.https_proxy.unwrap().as_str(), "http://proxy.example:3128/");
    assert!(settings.network.plain.check(&Url::parse("http://plain.example/x").unwrap(), None).is_ok());
    assert!(settings.network.plain.check(&Url::parse("http://other.example/x").unwrap(), None).is_err());
}

#[test]
fn local_folders_are_named_and_not_asked() {
    let world = World::new(&[("PIP_EXTRA_INDEX_URL", "file:///srv/wheels ./wheels")]);
    assert_eq!(world.indexes(), [defaults::public(Registry::Pypi).to_string()]);
    assert_eq!(world.settings().unwrap().notes.len(), 2);
    let world = World::new(&[("PIP_INDEX_URL", "/srv/wheels")]);
    assert!(world.error().contains("is a folder"), "{}", world.error());
}

#[test]
fn bad_settings_are_named_without_their_secrets() {
    for text in ["https://me:secret@", "me:secret@a.example/simple", "ftp://me:secret@a.example/", "secret"] {
        let error = World::new(&[("PIP_INDEX_URL", text)]).error();
        assert!(error.contains("PIP_INDEX_URL") && !error.contains("secret"), "{error}");
    }
    let world =
        World::new(&[]).file("project/uv.toml", "index-url = 'https://me:secret@a.example/'\nindex = 'https://me:secret@a.example/'\n");
    assert!(world.error().contains("uv.toml:2: ") && !world.error().contains("secret"), "{}", world.error());
    let world =
        World::new(&[]).file("bad.conf", "[global\nindex-url = https://me:secret@a.example/\n").var("PIP_CONFIG_FILE", "../bad.conf");
    assert!(world.error().contains("bad.conf: line 1") && !world.error().contains("secret"), "{}", world.error());
}
