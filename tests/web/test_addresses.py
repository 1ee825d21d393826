import pytest

from mlsys_tui.web.addresses import WebError, file_name, find_address, is_address, is_private, same_address, shown

RAW = "https://raw.githubusercontent.com"


@pytest.mark.parametrize(
    ("page", "file", "name"),
    [
        ("https://github.com/a/b/blob/main/docs/list.md", f"{RAW}/a/b/main/docs/list.md", "list.md"),
        ("https://github.com/a/b/blob/main/README.md?plain=1#L3", f"{RAW}/a/b/main/README.md", "b.md"),
        ("https://github.com/a/b/raw/main/x%20y.md", f"{RAW}/a/b/main/x%20y.md", "x-y.md"),
        ("https://www.github.com/a/awesome", f"{RAW}/a/awesome/HEAD/README.md", "awesome.md"),
        ("https://github.com/a/b.git", f"{RAW}/a/b/HEAD/README.md", "b.md"),
        ("https://github.com/a/b/tree/dev/papers", f"{RAW}/a/b/dev/papers/README.md", "b.md"),
        ("https://gist.github.com/a/0f1e", "https://gist.github.com/a/0f1e/raw", "0f1e"),
        ("https://gitlab.com/a/b/c/-/blob/main/x.md#top", "https://gitlab.com/a/b/c/-/raw/main/x.md", "x.md"),
        ("https://git.school.edu/a/b/-/blob/main/x.md", "https://git.school.edu/a/b/-/raw/main/x.md", "x.md"),
        ("https://codeberg.org/a/b/src/branch/main/x.md", "https://codeberg.org/a/b/raw/branch/main/x.md", "x.md"),
        (f"{RAW}/a/b/main/README.md", f"{RAW}/a/b/main/README.md", "b.md"),
        ("https://a.org/cs262/index.html", "https://a.org/cs262/index.html", "cs262.html"),
        ("https://a.org/cs262/schedule/", "https://a.org/cs262/schedule/", "cs262"),
        ("https://www.a.org", "https://www.a.org", "a.org"),
        ("https://a.org/l.php?id=3#x", "https://a.org/l.php?id=3", "l.php"),
        ("https://github.com/a/b/issues/3", "https://github.com/a/b/issues/3", "3"),
    ],
)
def test_the_file_behind_a_page(page: str, file: str, name: str) -> None:
    address = find_address(page)
    assert (address.tries[0], address.name) == (file, name)


def test_plain_text_is_asked_for_where_the_name_says_so() -> None:
    plain = ("https://a.org/x.md", "https://github.com/a/b", "https://a.org/x.BIB", "https://gist.github.com/a/b")
    assert all(find_address(each).plain for each in plain)
    pages = ("https://a.org", "https://a.org/x.html", "https://github.com/a/b/blob/main/x.html", "https://a.org/x")
    assert not any(find_address(each).plain for each in pages)


@pytest.mark.parametrize(
    "source",
    ["ftp://a.org/x", "file:///etc/passwd", "https://", "http://[::1", "http://a.org:99999/", "javascript://x"],
)
def test_no_address(source: str) -> None:
    with pytest.raises(WebError):
        find_address(source)


def test_addresses_and_paths() -> None:
    assert is_address("https://a.org") and is_address(" HTTP://a.org") and is_address("ftp://a")
    assert not is_address("a.md") and not is_address("C:\\a.md") and not is_address("-") and not is_address("/a//b")


def test_the_same_file_by_several_addresses() -> None:
    page = "https://github.com/a/b/blob/main/x.md"
    assert same_address(page, f"{RAW}/a/b/main/x.md")
    assert same_address("http://A.org/x/", "https://a.org/x#y")
    assert not same_address("https://a.org:8443/x", "https://a.org/x")
    assert not same_address("https://a.org/x?n=1", "https://a.org/x?n=2")
    assert not same_address("/a/b.md", "https://a.org/b.md")


def test_nothing_secret_or_acting_is_shown() -> None:
    assert shown("https://me:secret@a.org/x\x1b[2J") == "https://a.org/x"
    assert shown("https://me:s@cr@t@a.org/@x") == "https://a.org/@x"
    assert file_name("../.a\x1b[1m/b:c.md") == "a-b-c.md"
    assert file_name("") == "list"
    assert len(file_name("x" * 500 + ".md")) <= 81


def test_addresses_too_long_and_with_spaces() -> None:
    with pytest.raises(WebError, match="longer than any"):
        find_address("https://a.org/" + "x" * 5000)
    assert find_address("https://a.org/my list.md").tries == ("https://a.org/my%20list.md",)


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]", "localhost", "printer.local"])
def test_private_hosts(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "a.org", "[2606:4700::1111]"])
def test_public_hosts(host: str) -> None:
    assert not is_private(host)
