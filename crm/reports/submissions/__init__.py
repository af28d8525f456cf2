"""报送表: blank forms of other offices, mapped once and filled from our figures each period."""
