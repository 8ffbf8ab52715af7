"""The records of Wirekin: the only definition of what is stored and printed. Imports nothing of ours."""

from schemas.dead_letter import DeadLetter as DeadLetter
from schemas.family import Alert as Alert
from schemas.family import Bridge as Bridge
from schemas.family import Family as Family
from schemas.family import FamilyEvent as FamilyEvent
from schemas.family import Membership as Membership
from schemas.family import Origin as Origin
from schemas.family import WeakestLink as WeakestLink
from schemas.fingerprint import Fingerprint as Fingerprint
from schemas.furniture import FurnitureTable as FurnitureTable
from schemas.furniture import LearnedLine as LearnedLine
from schemas.furniture import SourceLines as SourceLines
from schemas.match import Match as Match
from schemas.match import Passage as Passage
from schemas.model import Context as Context
from schemas.model import Lesson as Lesson
from schemas.model import Model as Model
from schemas.model import Point as Point
from schemas.model import Score as Score
from schemas.model import Weight as Weight
from schemas.record import Record as Record
from schemas.run import Run as Run
from schemas.story import Furniture as Furniture
from schemas.story import Link as Link
from schemas.story import Story as Story
