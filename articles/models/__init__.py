from .article import Article
from .attachment import Attachment
from .audit import AuditEntry
from .drafts import Draft, Presence
from .feedback import Feedback
from .hosts import KnownHost
from .pictures import FormerName, Image, ImageUse
from .rating import Rating, RatingDecision, RatingTotal
from .revision import Revision
from .search import SearchEntry, SearchWord, StaleEntry
from .site import Edition, Link, LinkGroup, MenuItem, Notice, Page, SiteSettings
from .spelling import KeptSpelling
from .taxonomy import Author, Category, Place, Tag, Topic
from .word import WordFile
from .workflow import Beat, Correction, Step

__all__ = [
    "Article",
    "AuditEntry",
    "Attachment",
    "Author",
    "Beat",
    "Category",
    "Correction",
    "Draft",
    "Edition",
    "Feedback",
    "FormerName",
    "Image",
    "ImageUse",
    "KeptSpelling",
    "KnownHost",
    "Link",
    "LinkGroup",
    "MenuItem",
    "Notice",
    "Page",
    "Place",
    "Presence",
    "Rating",
    "RatingDecision",
    "RatingTotal",
    "Revision",
    "SearchEntry",
    "SearchWord",
    "SiteSettings",
    "StaleEntry",
    "Step",
    "Tag",
    "Topic",
    "WordFile",
]
