"""What a form says of a wrong field is plain Chinese, Django's own messages included."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

HALF_WIDTH = re.compile(r"[㐀-鿿]\s?[,;:?!(.]|\)[㐀-鿿]|[.,]$")
CASES = [
    (forms.CharField(), ""),
    (forms.CharField(max_length=3), "一二三四"),
    (forms.CharField(min_length=3), "一"),
    (forms.CharField(), "a\x00b"),
    (forms.DateField(), "昨天"),
    (forms.DateTimeField(), "昨天"),
    (forms.TimeField(), "晚上"),
    (forms.IntegerField(), "两"),
    (forms.IntegerField(max_value=3), "4"),
    (forms.IntegerField(min_value=3), "1"),
    (forms.DecimalField(), "两"),
    (forms.DecimalField(max_digits=3), "12345"),
    (forms.DecimalField(max_digits=5, decimal_places=2), "1.234"),
    (forms.DecimalField(max_digits=4, decimal_places=2), "1234"),
    (forms.EmailField(), "甲"),
    (forms.URLField(), "甲 乙"),
    (forms.ChoiceField(choices=[("a", "甲")]), "b"),
    (forms.MultipleChoiceField(choices=[("a", "甲")]), "b"),
    (forms.FileField(), None),
    (forms.FileField(), SimpleUploadedFile("a.txt", b"")),
    (forms.FileField(max_length=3), SimpleUploadedFile("abcdef.txt", b"x")),
]


@pytest.mark.parametrize(("field", "value"), CASES)
def test_a_wrong_field_is_told_of_in_plain_chinese(field, value):
    with override("zh-hans"), pytest.raises(forms.ValidationError) as refusal:
        field.clean(value)
    said = " ".join(refusal.value.messages)
    assert said.endswith("。")
    assert HALF_WIDTH.search(said) is None
    assert re.search(r"该变量|是用|有效的选项：|必需字段|Ensure|Enter", said) is None
