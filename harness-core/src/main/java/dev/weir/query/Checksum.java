package dev.weir.query;

/**
 * What becomes of a file's checksum when the file is damaged. Hadoop's local file system keeps one
 * in {@code .name.crc} beside each file and compares it when the file is read (ChecksumFileSystem);
 * where there is none it reads what is there, as it does on file systems without such files.
 */
public enum Checksum {
  /** It stays as it was, so that reading the file fails: what a bad disk leaves. */
  KEPT,

  /** It goes, so that Spark reads the damage: what a program leaves that has written the file. */
  REMOVED
}
