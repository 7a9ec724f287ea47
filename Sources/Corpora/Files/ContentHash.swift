import Crypto
import Foundation

/// SHA-256 of content, hexadecimal: by it a corpus says what each of its documents came from.
enum ContentHash {
  /// The hash of a text's UTF-8 bytes.
  static func of(_ text: String) -> String {
    hexadecimal(SHA256.hash(data: Data(text.utf8)))
  }

  /// The hash of a value as JSON with its keys in order, so that equal values have equal hashes in every process.
  static func of(json value: some Encodable) throws -> String {
    hexadecimal(SHA256.hash(data: try JSONLine.encode(value)))
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
