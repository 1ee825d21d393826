"""What the names of columns and keys mean: "Paper Title", "paper-author", "Conf.", 作者."""

from functools import lru_cache

from mlsys_tui.parsing.blocks import Field
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

# The words of a name, folded; a name of several words is looked up whole, then by the words in it that are known.
_WORDS: dict[str, Field] = {
    **dict.fromkeys("title titles papertitle headline 标题 题目 论文题目 论文标题 제목 タイトル".split(), Field.TITLE),
    **dict.fromkeys(
        """entry paper papers reading readings article articles publication publications work reference references
        论文 論文 논문 论文名称 文章""".split(),
        Field.ENTRY,
    ),
    **dict.fromkeys(
        "name short shortname acronym abbr abbreviation nickname method model system approach 简称 方法".split(),
        Field.NAME,
    ),
    **dict.fromkeys("author authors writer writers by creator creators 作者 저자 著者".split(), Field.AUTHORS),
    **dict.fromkeys(
        """venue venues conference conferences conf journal booktitle publisher published pub publishedin containertitle
        source proceedings series where institution publicationtitle proceedingstitle conferencename journaltitle
        publicationvenue howpublished 会议 期刊 发表 出处 学会 학회 학회지 저널""".split(),
        Field.VENUE,
    ),
    **dict.fromkeys("year years yr 年份 年 연도".split(), Field.YEAR),
    **dict.fromkeys("date dates month time issued when 日期 时间 날짜".split(), Field.DATE),
    "doi": Field.DOI,
    **dict.fromkeys("arxiv arxivid eprint".split(), Field.ARXIV),
    **dict.fromkeys("link links url urls pdf href uri address 链接 링크".split(), Field.LINK),
    **dict.fromkeys(
        "code github repo repository implementation implementations artifact software 代码 源码 코드".split(),
        Field.CODE,
    ),
    **dict.fromkeys("slides slide ppt presentation deck".split(), Field.SLIDES),
    **dict.fromkeys("video videos talk recording youtube".split(), Field.VIDEO),
    **dict.fromkeys("website site page homepage project blog web demo".split(), Field.PAGE),
    **dict.fromkeys(
        "required requirement mandatory optional recommended type necessity 必读 选读".split(), Field.REQUIREMENT
    ),
    **dict.fromkeys("read status done finished learned state progress unread 状态 已读".split(), Field.READ),
    **dict.fromkeys(
        """note notes comment comments remark remarks summary tldr description keywords keyword tags tag takeaway
        takeaways annote annotation contribution contributions extra award 备注 笔记 简介 关键词
        요약 비고 메모""".split(),
        Field.REMARK,
    ),
}
# What programs export beside a paper and no reader looks for; abstracts are too long to be remarks.
_NOISE = frozenset(
    """abstract abstractnote 摘要 id key citekey citationkey itemkey itemid itemtype entrytype corpusid paperid
    dateadded datemodified accessdate accessed timestamp owner created updated modified language langid
    lang volume issue number num numpages pages pagerange isbn issn publisherplace place librarycatalog
    shorttitle rights license version relations collections citationcount referencecount
    influentialcitationcount bibcode file files filename localpath path attachments fileattachments
    linkattachments layout permalink order weight color icon slug class css image img thumbnail bibsource
    biburl publicationtypes fieldsofstudy s2fieldsofstudy schema""".split()
)
_COURSEWORK = frozenset("hw homework homeworks assignment assignments lab labs quiz exam due handout".split())
_SESSION = frozenset("week weeks wk lecture lec session class unit module meeting no 周次 周 주차".split())
_TOPIC = frozenset(
    """topic topics theme category categories section area areas field subject group tag track part chapter subtopic
    subcategory subarea subsection domain label heading weektitle weektopic focus 主题 类别 分类 方向
    주제 분류""".split()
)
_SPECIFIC = (Field.CODE, Field.SLIDES, Field.VIDEO, Field.PAGE, Field.DOI, Field.ARXIV)
_TRUE = frozenset(("true", "yes", "y", "x", "1", "on", "✓", "✔", "✅"))
_FALSE = frozenset(("false", "no", "n", "0", "off", "✗", "✘", "❌"))
_CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_IN_BRACKETS = pattern(r"[(\[（][^()\[\]（）]*[)\]）]")
_NEAR_FROM = 5
_FAR_FROM = 8


@lru_cache(maxsize=4096)
def field_of(name: str) -> Field | None:
    """The field that a column or key is called for: "paper-title", "Paper Link", "publishedIn"; None if unknown.

    A word that is one slip away from a known one ("authros") means that one.
    """
    words = words_of(_IN_BRACKETS.sub("", name)) or words_of(name)
    if not words or len(words) > 4 or "".join(words) in _NOISE or set(words) & _COURSEWORK:
        return None
    if found := _WORDS.get("".join(words)):
        return found
    return _field_of_words([field for word in words if (field := _WORDS.get(word) or _near(word))])


def words_of(name: str) -> list[str]:
    """The words of a key or a column's name, folded: "paperTitle", "paper-title" and "Paper title" are the same."""
    return fold(_CAMEL.sub(" ", name[:100]).replace("-", " ")).split()


def is_noise(name: str) -> bool:
    """True for what programs export beside a paper: "id", "issn", "dateAdded", "abstract"."""
    return "".join(words_of(name)) in _NOISE


def is_coursework(name: str) -> bool:
    """True for what a course hands out or takes in: "hw_link", "lab 2"."""
    return bool(set(words_of(name)) & _COURSEWORK)


def is_session_key(name: str) -> bool:
    """True for a key or column that counts sessions: "Week", "lecture_no"."""
    words = words_of(name)
    return bool(words) and words[0] in _SESSION and all(w in _SESSION or w in ("number", "num", "id") for w in words)


def is_topic_key(name: str) -> bool:
    """True for a key or column that says what a group of papers is about: "Topic", "sub-category", "weektitle"."""
    words = words_of(name)
    whole = "".join(words)
    if whole.removesuffix("title").removesuffix("topic") in _SESSION | {"day"} and not is_session_key(name):
        return whole != "day"
    return bool(words) and (whole in _TOPIC or (len(words) <= 3 and bool({words[0], words[-1]} & _TOPIC)))


def _field_of_words(known: list[Field]) -> Field | None:
    """What several known words mean together: "paper link" is a link, "paper name" a title."""
    if not known:
        return None
    first, last = known[0], known[-1]
    if last is Field.LINK and len(known) > 1:
        named = next((field for field in known if field in _SPECIFIC), None)
        return named or (None if {Field.AUTHORS, Field.VENUE} & set(known) else Field.LINK)
    if last in (Field.NAME, Field.TITLE) and first in (Field.AUTHORS, Field.VENUE):
        return first  # "conference name", "series title"
    if last is Field.YEAR and first is Field.VENUE:
        return first  # "Venue/Year": a venue that is nothing but a year is read as one
    if last is Field.NAME and first is Field.ENTRY:
        return Field.TITLE
    return last


def _near(word: str) -> Field | None:
    """The field of the known word that `word` is a slip of the keyboard away from, two if it is long."""
    if not _NEAR_FROM <= len(word) <= 20 or word in _SESSION or word in _TOPIC or word in _NOISE:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelt key needs it

    slips = 2 if len(word) >= _FAR_FROM else 1
    alike = (known for known in _WORDS if len(known) >= _NEAR_FROM and known[0] == word[0])
    return next((_WORDS[known] for known in alike if OSA.distance(word, known, score_cutoff=slips) <= slips), None)


def spoken(name: str, field: Field, text: str) -> str:
    """A value in the words of its field: `true` of "optional" is "optional", `false` of "unread" is "yes"."""
    answer = text.strip().lower().replace("\ufe0f", "")
    if field is Field.REQUIREMENT and answer in _TRUE | _FALSE:
        asks = not set(words_of(name)) & {"optional", "recommended", "选读"}
        return "required" if asks == (answer in _TRUE) else "optional"
    if field is Field.READ and "unread" in words_of(name) and answer in _TRUE | _FALSE:
        return "no" if answer in _TRUE else "yes"
    return text
