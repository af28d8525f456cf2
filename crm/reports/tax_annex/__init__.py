"""涉税附件: tax by building and industry, apart from the report, for who may see it."""
