package dev.weir.query;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What becomes of a file's checksum when the file is damaged. Hadoop's local file system keeps one
 * in {@code .name.crc} beside each file and compares it when the file is read (ChecksumFileSystem);
 * where there is none it reads what is there, as it does on file systems without such files.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public enum Checksum {
  /** It stays as it was, so that reading the file fails: what a bad disk leaves. */
  KEPT,

  /** It goes, so that Spark reads the damage: what a program leaves that has written the file. */
  REMOVED
}
