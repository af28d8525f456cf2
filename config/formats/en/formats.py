"""Dates as they are typed in Chinese offices; Django's own list for zh_Hans cannot be parsed."""

DATE_FORMAT = "Y-m-d"
SHORT_DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
DATETIME_INPUT_FORMATS = [
    f"{day} {clock}" for day in DATE_INPUT_FORMATS for clock in ("%H:%M:%S", "%H:%M")
] + DATE_INPUT_FORMATS
