/// The printable character that stands for each byte in the vocabulary of a byte-level tokenizer (Radford et al. 2019,
/// GPT-2's `bytes_to_unicode`).
enum ByteAlphabet {
  /// The bytes in the order of their characters, which is the order of their tokens.
  static let bytes: [UInt8] = printable + (0...255).filter { !printable.contains($0) }

  /// The character of every byte.
  static let scalars: [Unicode.Scalar] = {
    var scalars = (0...255).map { Unicode.Scalar(UInt8($0)) }
    for (offset, byte) in bytes.dropFirst(printable.count).enumerated() {
      scalars[Int(byte)] = Unicode.Scalar(UInt16(0x100 + offset))!
    }
    return scalars
  }()

  private static let printable: [UInt8] = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)

  private static let byteOfScalar: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: scalars.enumerated().map { ($1, UInt8($0)) })

  /// How `bytes` are spelt in a vocabulary.
  static func spelling(of bytes: some Sequence<UInt8>) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: bytes.lazy.map { scalars[Int($0)] })
    return String(result)
  }

  /// The bytes that `spelling` stands for; its own UTF-8 where it has a character that stands for none, as Hugging
  /// Face's byte-level decoder does.
  static func bytes(of spelling: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in spelling.unicodeScalars {
      guard let byte = byteOfScalar[scalar] else { return Array(spelling.utf8) }
      bytes.append(byte)
    }
    return bytes
  }
}
