-- Beyond a rate only some occurrences are kept, each for so many.
ALTER TABLE error_occurrences
  ADD COLUMN IF NOT EXISTS stands_for UInt32 DEFAULT 1,
  ADD COLUMN IF NOT EXISTS root_signature Nullable(String) CODEC(ZSTD(1));
