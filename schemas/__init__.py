"""The records of Wirekin: the only definition of what is stored and printed. Imports nothing of ours."""

from schemas.dead_letter import DeadLetter as DeadLetter
from schemas.family import Alert as Alert
from schemas.family import Family as Family
from schemas.family import FamilyEvent as FamilyEvent
from schemas.family import Membership as Membership
from schemas.family import Origin as Origin
from schemas.fingerprint import Fingerprint as Fingerprint
from schemas.match import Match as Match
from schemas.match import Passage as Passage
from schemas.record import Record as Record
from schemas.run import Run as Run
from schemas.story import Furniture as Furniture
from schemas.story import Link as Link
from schemas.story import Story as Story
