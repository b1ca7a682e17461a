"""Spans of time that every writer of relative time is asked for, and how they are said behind قبل or بعد."""

from datetime import timedelta

SPANS = [
    (timedelta(minutes=1), "دقيقة"),
    (timedelta(minutes=2), "دقيقتين"),
    (timedelta(minutes=5), "5 دقائق"),
    (timedelta(minutes=11), "11 دقيقة"),
    (timedelta(hours=1), "ساعة"),
    (timedelta(hours=2), "ساعتين"),
    (timedelta(hours=3), "3 ساعات"),
    (timedelta(hours=23), "23 ساعة"),
    (timedelta(days=1), "يوم"),
    (timedelta(days=2), "يومين"),
    (timedelta(days=14), "أسبوعين"),
]
