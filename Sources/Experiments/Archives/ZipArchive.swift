import CZlib
import Foundation

/// A ZIP archive that is read member by member.
///
/// Written after PKWARE's APPNOTE, with ZIP64. Members may be stored, deflated or, on Linux, compressed with Zstandard,
/// which is what Inspect uses. Nothing is written anywhere, so that members' names can do no harm.
struct ZipArchive: Sendable {
  /// What the directory says of a member.
  private struct Member {
    var method: UInt16
    var checksum: UInt32
    var compressedSize: UInt64
    var size: UInt64
    var offset: UInt64
  }

  /// A member that says that it is larger is refused.
  private static let largestMember: UInt64 = 1 << 31

  /// The members' names, in the order of the archive's directory, each once.
  let names: [String]
  private let url: URL
  private let members: [String: Member]

  /// Whether the file at `url` begins as an archive does.
  static func isOne(_ url: URL) -> Bool {
    guard let file = try? FileHandle(forReadingFrom: url) else { return false }
    return (try? file.read(upToCount: 4)) == Data([0x50, 0x4B, 0x03, 0x04])
  }

  /// Reads the directory of an archive.
  ///
  /// - Throws: `RecordingError` where it is damaged or uses what is not supported.
  init(_ url: URL) throws {
    self.url = url
    do {
      (names, members) = try Self.members(of: url)
    } catch is ByteReader.EndError {
      throw Self.damaged(url, "its directory")
    }
  }

  private static func members(of url: URL) throws -> ([String], [String: Member]) {
    let directory = try directory(url)
    var names: [String] = []
    var members: [String: Member] = [:]
    var record = ByteReader(directory.bytes)
    for _ in 0..<directory.count {
      guard try record.uint32() == 0x0201_4B50 else { throw damaged(url, "its directory") }
      try record.skip(4)
      let flags = try record.uint16()
      let method = try record.uint16()
      try record.skip(4)
      let checksum = try record.uint32()
      let sizes = (compressed: try record.uint32(), size: try record.uint32())
      let lengths = (name: try record.uint16(), extra: try record.uint16(), comment: try record.uint16())
      try record.skip(8)
      let offset = try record.uint32()
      let name = String(decoding: try record.bytes(Int(lengths.name)), as: UTF8.self)
      var member = Member(
        method: method, checksum: checksum, compressedSize: UInt64(sizes.compressed), size: UInt64(sizes.size),
        offset: UInt64(offset))
      try widen(&member, by: try record.bytes(Int(lengths.extra)))
      try record.skip(Int(lengths.comment))
      guard flags & 1 == 0 else {
        throw RecordingError(.unsupported, "\(url.lastPathComponent): \(name) is encrypted")
      }
      // A member that is written again takes the place of the earlier one.
      if members.updateValue(member, forKey: name) == nil { names.append(name) }
    }
    return (names, members)
  }

  /// Whether there is a member of that name.
  func contains(_ name: String) -> Bool {
    members[name] != nil
  }

  /// What a member holds.
  ///
  /// - Throws: `RecordingError` where it is damaged, too large, or compressed in a way that is not supported.
  func contents(of name: String) throws -> Data {
    let place = "\(url.lastPathComponent): \(name)"
    guard let member = members[name] else { throw RecordingError(.missing, "\(place) is not there") }
    guard member.size <= Self.largestMember, member.compressedSize <= Self.largestMember else {
      throw RecordingError(.tooLarge, "\(place) has more than \(Self.largestMember >> 20) MiB")
    }
    var header = ByteReader(try Self.read(url, at: member.offset, count: 30))
    guard try header.uint32() == 0x0403_4B50 else { throw Self.damaged(url, name) }
    try header.skip(22)
    let lengths = (name: UInt64(try header.uint16()), extra: UInt64(try header.uint16()))
    let packed = try Self.read(
      url, at: member.offset + 30 + lengths.name + lengths.extra, count: Int(member.compressedSize))
    let size = Int(member.size)
    let contents: [UInt8]?
    switch member.method {
    case 0: contents = packed
    case 8: contents = Deflate.decompress(packed, size: size)
    case 93:
      guard Zstandard.isAvailable else {
        throw RecordingError(
          .unsupported,
          "\(place) is compressed with Zstandard, which this build cannot read; `inspect log convert --to json` makes a log that it can"
        )
      }
      contents = Zstandard.decompress(packed, size: size)
    default:
      throw RecordingError(.unsupported, "\(place) is compressed by method \(member.method), which is not supported")
    }
    guard let contents, contents.count == size, Deflate.checksum(contents) == member.checksum else {
      throw Self.damaged(url, name)
    }
    return Data(contents)
  }

  /// Takes the sizes that do not fit into 32 bits from the extra field.
  private static func widen(_ member: inout Member, by extra: [UInt8]) throws {
    var fields = ByteReader(extra)
    while fields.remaining >= 4 {
      let (tag, length) = (try fields.uint16(), try fields.uint16())
      var field = ByteReader(try fields.bytes(Int(length)))
      guard tag == 1 else { continue }
      if member.size == UInt32.max { member.size = try field.uint64() }
      if member.compressedSize == UInt32.max { member.compressedSize = try field.uint64() }
      if member.offset == UInt32.max { member.offset = try field.uint64() }
    }
  }

  /// The central directory and the number of its records.
  private static func directory(_ url: URL) throws -> (bytes: [UInt8], count: UInt64) {
    let size = try fileSize(url)
    // The end record is followed by a comment of at most 64 KiB.
    let length = min(size, 22 + 65535)
    let tail = try read(url, at: size - length, count: Int(length))
    guard tail.count >= 22,
      let end = (0...(tail.count - 22)).reversed().first(where: {
        tail[$0..<($0 + 4)].elementsEqual([0x50, 0x4B, 5, 6])
      })
    else { throw damaged(url, "its directory") }
    var record = ByteReader(Array(tail[end...]))
    try record.skip(10)
    var count = UInt64(try record.uint16())
    var directorySize = UInt64(try record.uint32())
    var offset = UInt64(try record.uint32())
    if count == UInt16.max || directorySize == UInt32.max || offset == UInt32.max, end >= 20 {
      var locator = ByteReader(Array(tail[(end - 20)..<end]))
      if try locator.uint32() == 0x0706_4B50 {
        try locator.skip(4)
        var wide = ByteReader(try read(url, at: try locator.uint64(), count: 56))
        guard try wide.uint32() == 0x0606_4B50 else { throw damaged(url, "its directory") }
        try wide.skip(28)
        (count, directorySize, offset) = (try wide.uint64(), try wide.uint64(), try wide.uint64())
      }
    }
    guard offset <= size, directorySize <= size - offset, count <= directorySize / 46 else {
      throw damaged(url, "its directory")
    }
    return (try read(url, at: offset, count: Int(directorySize)), count)
  }

  private static func fileSize(_ url: URL) throws -> UInt64 {
    do {
      let file = try FileHandle(forReadingFrom: url)
      return try file.seekToEnd()
    } catch {
      throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
  }

  private static func read(_ url: URL, at offset: UInt64, count: Int) throws -> [UInt8] {
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: url)
      try file.seek(toOffset: offset)
      data = count == 0 ? Data() : try file.read(upToCount: count) ?? Data()
    } catch {
      throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
    guard data.count == count else { throw damaged(url, "what stands at byte \(offset)") }
    return [UInt8](data)
  }

  private static func damaged(_ url: URL, _ part: String) -> RecordingError {
    RecordingError(.invalid, "\(url.lastPathComponent): \(part) is damaged; was the file copied whole?")
  }
}
