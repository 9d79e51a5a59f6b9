"""Small words of English: they stand by themselves, and begin what is no noun with its adjectives."""

from __future__ import annotations

_WORDS = """
    a about above across after again against ago all almost along already also although always am
    amid among an and another any anyone are around as astray aside at away back be because been
    before behind being below beside besides between beyond both but by came can cannot come could
    days despite did do does done down due during each either else enough even ever every everyone
    except far few five for forth forward four from get go got had half has have he her here hers
    herself him himself his home how however i if in inside instead into is it its itself just last
    later least less like long made make man many may me men might mine more most much must my near
    neither never new next nine no nobody none nor not nothing now of off often old on once one only
    onto or other others our out outside over own past per put quite ran rather re run same seven
    several shall she should simply since six so some someone soon still such ten than that the
    their theirs them then there these they this those though three through throughout thus till
    time to today together tomorrow tonight too toward towards twice two un under until up upon us
    very via was way we well were what when where whether which while who whole whom whose why will
    with within without work would year years yesterday yet you your monday tuesday wednesday
    thursday friday saturday sunday
"""

SMALL = frozenset(_WORDS.split())
