"""Sixty patterns for whole lines of furniture: what the baselines try on each line, in Python and in perl.

Both read them alike: they are ASCII, and use nothing in which the two differ.
"""

from __future__ import annotations

PATTERNS = r"""
Advertisement\.?
ADVERTISEMENT
Sponsored(?: content| post)?
Story continues below.*
Scroll (?:down )?to (?:continue|read more).*
(?:Read|Hear|Watch|See) (?:more|also|next)\s?:.*
Related(?: articles| stories| posts| links| topics)?:?
(?:Most|More) (?:read|popular|viewed|shared|recent)(?: stories| articles)?:?
You (?:may|might) also (?:like|enjoy|be interested in):?
Recommended(?: for you| reading| stories)?:?
Share (?:this|on|via|with) .{2,40}
Share:?
Tweet(?: this)?
Pin (?:it|this)
Email (?:this|a friend|article)
Print(?: this)?(?: page| article| story)?
Copy (?:link|URL)
Follow us on .{2,60}
Follow @?\w{2,30}(?: on \w+)?
Like us on .{2,40}
Join (?:us|our|the) .{2,60}
Sign up (?:for|to) .{2,80}
Subscribe(?: now| today| to .{2,60})?
Enter your e-?mail(?: address)?.*
Get .{2,40} (?:newsletter|in your inbox).*
Thanks? (?:you )?for (?:signing up|subscribing|reading).*
By [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}
(?:Published|Updated|Posted|Modified|Last updated)(?: on| at)?:? .{4,40}
\d{1,2} (?:min|minutes?|hours?|days?) (?:ago|read)
\d{1,3} (?:comments?|shares?|likes?|views?)
(?:Leave|Add|Post|Write) a (?:comment|reply)
(?:Comments?|Replies)(?: \(\d+\))?
(?:Show|Load|View|Hide) (?:more|all|less|comments)(?: \w+)?
(?:Previous|Next)(?: article| post| story| page)?
Back to (?:top|home|the top)
(?:Home|News|Sports?|Business|Opinion|Culture|Travel|Weather)
(?:Log|Sign) (?:in|out|on)
(?:Register|My account|Create an account)
(?:Search|Menu|Close|Skip to (?:main )?content)
(?:Terms|Conditions)(?: of (?:use|service|sale))?(?: (?:and|&) .{2,30})?
(?:Privacy|Cookie)s? (?:policy|notice|settings|preferences)
(?:Contact|About)(?: us)?
(?:Copyright|\(c\)) .{4,100}
.{0,80}All rights reserved\.?.{0,80}
(?:Photo|Image|Picture|Credit)s?(?: by| credit| courtesy(?: of)?)?: .{2,80}
.{10,200}\((?:[^()]{2,40}/)?(?:AP|AFP|Reuters|Getty Images)(?: Photo)?\)
(?:Image|Photo|Video) caption:? .{5,200}
(?:Click|Tap) (?:here|to|on) .{2,60}
(?:Watch|Play|Listen)(?: video| now| live| below)?:?
(?:Download|Install|Open) (?:the|our) app.*
(?:Tags?|Topics?|Filed under|Categories):? .{2,120}
About the author:? .{2,300}
.{2,40} is an? .{2,40}(?:reporter|correspondent|editor) (?:at|for|with) .{2,60}
(?:This|The) (?:article|story|post) (?:was )?(?:originally )?(?:appeared|published) (?:on|in|at|by) .{2,80}
(?:We|This site) uses? cookies.*
(?:Accept|Reject|Manage) (?:all )?cookies
(?:Buy|Shop|Order) (?:now|here|online).*
(?:Donate|Support us|Become a member).*
(?:Report|Flag) (?:an error|a problem|abuse|this).*
(?:-|=|\*|_|~){3,}
""".strip().split("\n")

assert len(PATTERNS) == 60
