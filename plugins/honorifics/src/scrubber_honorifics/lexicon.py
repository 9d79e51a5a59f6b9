"""The words of a language, by what they tell about a title and a name beside them.

Everything is lower case with typographic apostrophes. The lists are closed classes, or the common members
of open ones; a word that stands in none of them may be a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrubber_honorifics.titles import TITLES, Title

Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language; each field is a class of words, ``titles`` the titles themselves.

    Openers, the words that begin a sentence: ``pointers``, ``connectives`` and ``conjunctions`` are nobody's
    name; ``shared`` are surnames too, each with what must follow it to show that it is none: words, or a
    class of words in angle brackets; ``predicates`` are verbs that are nobody's name.

    ``pasts`` are irregular past forms, ``presents`` present forms that are no plurals, ``base_verbs`` forms
    that no single third person takes. ``objects`` follow a verb, ``subjects`` are the pronouns that only a
    subject can be, ``relatives`` and ``appositives`` begin what explains a name after a comma, ``joiners``
    stand between two names. ``roles`` stand before names as titles do. ``general`` and ``places`` begin
    sentences with a capital and bear no title. ``mentions`` show that a title is spoken of as a word.
    """

    titles: tuple[Title, ...]
    pointers: Words
    connectives: Words
    conjunctions: Words
    shared: Mapping[str, tuple[str, ...]]
    predicates: Words
    saying: Words
    auxiliaries: Words
    pasts: Words
    presents: Words
    base_verbs: Words
    adverbs: Words
    determiners: Words
    objects: Words
    subjects: Words
    relatives: Words
    appositives: Words
    joiners: Words
    prepositions: Words
    coordinators: Words
    days: Words
    particles: Words
    roles: Words
    general: Words
    places: Words
    mentions: Words

    def is_ordinary(self, word: str) -> bool:
        """Whether ``word``, in lower case, is a word of the language that a bare capital makes no name of."""
        return word in self.shared or any(word in group for group in self._ordinary)

    def is_title(self, form: str) -> bool:
        """Whether ``form``, without its full stop, is a title or the plural of one."""
        return any(form == title.form or form == title.plural for title in self.titles if form)

    @property
    def _ordinary(self) -> tuple[Words, ...]:
        return (
            self.pointers, self.connectives, self.conjunctions, self.predicates, self.saying,
            self.auxiliaries, self.adverbs, self.determiners, self.objects,
            self.prepositions, self.coordinators, self.days,
        )  # fmt: skip


def _words(text: str) -> Words:
    return frozenset(text.split())


_SINGULAR = ("<singular noun>",)
_PREPOSITION = ("<determiner>", "<date>", "<number>")
_COORDINATOR = ("<pronoun>", "<determiner>")
_PLURAL = ("<base verb>",)

ENGLISH = Lexicon(
    titles=TITLES["en"],
    pointers=_words("""
        this that these those there they it its their it’s they’re they’ve they’ll we’re we’ve we’ll i’m i’ve
        i’ll you’re you’ve
    """),
    connectives=_words("""
        however meanwhile moreover furthermore nevertheless nonetheless additionally consequently therefore
        afterwards afterward recently previously finally eventually similarly likewise unfortunately
        subsequently separately instead perhaps otherwise accordingly hence thus indeed ultimately
        yesterday today tomorrow tonight earlier later
    """),
    conjunctions=_words("""
        during although because despite until unless throughout between among amid against according
        regarding concerning whereas without within whether if though since while after before through upon
        toward towards when once whenever wherever where alongside besides following
    """),
    shared={
        "on": _PREPOSITION,
        "in": (*_PREPOSITION, "addition", "fact", "response", "recent", "contrast", "particular", "turn"),
        "at": (*_PREPOSITION, "least", "first", "present", "times"),
        "by": (*_PREPOSITION, "contrast", "comparison"),
        "for": (*_PREPOSITION, "example", "instance", "years", "months", "weeks", "decades"),
        "as": (*_PREPOSITION, "part", "well", "soon", "long"),
        "to": _PREPOSITION,
        "from": _PREPOSITION,
        "with": _PREPOSITION,
        "under": _PREPOSITION,
        "over": _PREPOSITION,
        "about": _PREPOSITION,
        "into": _PREPOSITION,
        "like": _PREPOSITION,
        "near": _PREPOSITION,
        "the": ("<noun>",),
        "a": _SINGULAR,
        "an": _SINGULAR,
        "his": _SINGULAR,
        "her": _SINGULAR,
        "our": _SINGULAR,
        "my": _SINGULAR,
        "your": _SINGULAR,
        "so": _COORDINATOR,
        "but": _COORDINATOR,
        "and": _COORDINATOR,
        "or": _COORDINATOR,
        "then": _COORDINATOR,
        "now": _COORDINATOR,
        "yet": _COORDINATOR,
        "even": ("so", "though", "if", "as", "when"),
        "last": ("<date>", "week", "month", "year", "night"),
        "next": ("<date>", "week", "month", "year"),
        "no": ("one", "matter"),
        "do": ("you", "they", "we"),
        "we": _PLURAL,
        "you": _PLURAL,
        "i": (*_PLURAL, "am"),
        "some": ("of",),
        "most": ("of",),
        "many": ("of",),
        "both": ("of",),
        "all": ("of",),
    },
    predicates=_words("""
        denies denied declines declined insists insisted argues argued believes believed refuses refused
        describes described claims claimed thinks thought tells told adds added explains explained expects
        expected acknowledges acknowledged confirms confirmed accuses accused rejects rejected suggests
        suggested became becomes is was were
    """),
    saying=_words("""
        said says told tells asked asks added adds replied replies answered answers wrote writes explained
        explains insisted insists argued argues warned warns noted notes announced announces declared declares
        admitted admits claimed claims conceded concedes joked jokes recalled recalls remarked remarks
        responded responds shouted shouts stated states stressed stresses suggested suggests testified
        testifies tweeted tweets urged urges vowed vows whispered continued continues concluded concludes
        countered counters observed observes predicted predicts
    """),
    auxiliaries=_words("""
        is was are were be been has had have does did do will would can could may might must shall should
        isn’t wasn’t hasn’t hadn’t doesn’t didn’t won’t wouldn’t can’t couldn’t
    """),
    pasts=_words("""
        arose ate awoke beat became befell began beheld bent bet bid bit blew bought bound broke brought built
        burst came cast caught chose clung cost crept cut dealt did drank dreamt drew drove dug dwelt fed fell
        felt fled flew forbade foresaw forgave forgot forwent fought found froze gave got grew ground had
        heard held hid hit hung hurt kept knelt knew laid lay leapt learnt led left lent let lit lost made
        meant met misled mistook misread outdid outran outsold overcame overheard oversaw overslept overthrew
        overtook paid put quit ran rang read rebuilt repaid reread rewrote rid rode rose sang sank sat saw
        sent set sewed shed shone shook shot showed shrank shut slept slid sold sought spelt spent split spoke
        sprang spread spun stank stole stood strode strove struck stuck swam swelled swept swore swung taught
        thought threw thrust told took tore trod understood undertook underwent undid upheld upset wept went
        withdrew woke won wore wound wove wrote wrung
    """),
    presents=_words("""
        lives leads teaches wants owns holds writes speaks sits serves comes goes makes takes gives keeps
        knows sees believes seems appears remains leaves joins runs says gets becomes brings sells buys
    """),
    base_verbs=_words("are were have do don’t think believe know want need hope feel see agree expect"),
    adverbs=_words("""
        also then now never still already once again later earlier soon first often always even just only
        not too reportedly recently previously currently finally quickly apparently probably eventually
        repeatedly publicly here ever yesterday today tomorrow tonight
    """),
    determiners=_words("""
        the a an this these those his her its their our my your some any no each every another
    """),
    objects=_words("he she they we it i you him them us me what which himself herself that to"),
    subjects=_words("he she they we it i you there"),
    relatives=_words("who whom whose"),
    appositives=_words("the a an his her now then aged"),
    joiners=_words("and or nor &"),
    prepositions=_words("""
        about above across after against along among around as at before behind below beside between beyond by
        despite down during except for from in inside into like near of off on onto out outside over past
        since through throughout to toward towards under until up upon with within without because when while
        where if than though although whether why how
    """),
    coordinators=_words("and or but nor so yet & both either neither not no"),
    days=_words("""
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    """),
    particles=_words("""
        de del della di da dos du la le van von der den ten ter bin bint ibn al el st zu af av
    """),
    roles=_words("""
        president chairman chairwoman chair chief secretary minister premier chancellor king queen prince
        princess pope bishop archbishop cardinal judge justice mayor governor senator representative
        congressman congresswoman ambassador general colonel captain lieutenant sergeant admiral major doctor
        professor coach spokesman spokeswoman spokesperson director officer detective inspector lawyer
        attorney analyst economist author actor actress singer midfielder striker leader candidate brother
        sister father mother uncle aunt son daughter husband wife
    """),
    general=_words("""
        officials experts analysts critics police prosecutors investigators authorities residents voters
        lawmakers lawyers judges economists scientists researchers doctors nurses teachers students workers
        unions companies investors traders markets shares stocks prices troops soldiers rebels protesters
        activists opponents supporters allies aides advisers rivals witnesses neighbours neighbors relatives
        friends families parents children women men people others everyone everybody nobody somebody someone
        anyone nothing something everything one two three four five six seven eight nine ten dozens hundreds
        thousands millions half several few much more most parts members leaders ministers diplomats
        republicans democrats conservatives labour labor parliament congress senate government council
        ministers reporters journalists fans players readers viewers customers consumers farmers drivers
        firefighters rescuers copyright photo photograph image video related advertisement comments share
        new old former senior local national international federal state american british english scottish
        welsh irish french german spanish italian portuguese dutch belgian swiss austrian swedish norwegian
        danish finnish polish czech slovak hungarian romanian bulgarian greek turkish russian ukrainian
        chinese japanese korean vietnamese thai indian pakistani afghan iranian iraqi israeli palestinian
        syrian lebanese saudi egyptian african asian european canadian mexican brazilian argentine chilean
        cuban australian western eastern northern southern western human public private social economic
        political military subscribe sign follow click read watch listen join download enter leave reply
        contact see learn get find view visit register support donate please continue tap
    """),
    places=_words("""
        america britain england scotland wales ireland france germany spain italy portugal netherlands
        belgium switzerland austria sweden norway denmark finland poland hungary romania bulgaria greece
        turkey russia ukraine china japan korea vietnam thailand india pakistan afghanistan iran iraq israel
        syria lebanon egypt africa asia europe canada mexico brazil argentina chile cuba australia london
        paris berlin rome madrid brussels vienna moscow kyiv kiev warsaw athens ankara beijing shanghai tokyo
        seoul delhi kabul tehran baghdad jerusalem damascus beirut cairo washington ottawa canberra
    """),
    mentions=_words("""
        call calls called calling address addresses addressed addressing title titles titled honorific
        honorifics prefix prefixes word words abbreviation abbreviations term terms salutation salutations
        styled style spelled spelt abbreviated
    """),
)  # fmt: skip

LEXICONS: Mapping[str, Lexicon] = {"en": ENGLISH}
"""By language code."""


def lexicon_for(language: str) -> Lexicon | None:
    """Return the words of ``language`` ("en", "en-GB"); English where it is unknown, None for others."""
    return LEXICONS.get(language.replace("_", "-").partition("-")[0].lower() or "en")
