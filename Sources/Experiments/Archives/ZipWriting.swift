/// Puts a ZIP archive together; the caller writes its bytes in the order in which they come.
///
///     var archive = ZipWriting()
///     try file.append(archive.member("header.json", header))
///     try file.append(archive.end())
package struct ZipWriting: Sendable {
  private struct Member: Sendable {
    var name: [UInt8]
    var checksum: UInt32
    var compressedSize: Int
    var size: Int
    var offset: Int
    var method: UInt16
  }

  private var members: [Member] = []
  private var offset = 0

  /// Begins an archive.
  package init() {}

  /// The bytes of one member.
  ///
  /// - Parameter contents: fewer than 4 GiB.
  package mutating func member(_ name: String, _ contents: [UInt8]) -> [UInt8] {
    let packed = Deflate.compress(contents)
    let isSmaller = packed.count < contents.count
    let body = isSmaller ? packed : contents
    let member = Member(
      name: Array(name.utf8), checksum: Deflate.checksum(contents), compressedSize: body.count, size: contents.count,
      offset: offset, method: isSmaller ? 8 : 0)
    members.append(member)
    var bytes = Self.number(0x0403_4B50 as UInt32) + Self.shared(member)
    bytes += member.name + body
    offset += bytes.count
    return bytes
  }

  /// The archive's directory, which ends it; with ZIP64's where its numbers need more than 32 bits.
  package func end() -> [UInt8] {
    var bytes: [UInt8] = []
    for member in members {
      let isWide = member.offset >= UInt32.max
      let extra: [UInt8] =
        isWide ? Self.number(1 as UInt16) + Self.number(8 as UInt16) + Self.number(UInt64(member.offset)) : []
      // Made by Unix, so that the mode of its file is readable.
      bytes += Self.number(0x0201_4B50 as UInt32) + Self.number(0x032D as UInt16) + Self.shared(member, extra.count)
      bytes += Self.number(0 as UInt16) + Self.number(0 as UInt16) + Self.number(0 as UInt16)
      bytes += Self.number(0o100644 << 16 as UInt32)
      bytes += Self.number(isWide ? UInt32.max : UInt32(member.offset))
      bytes += member.name + extra
    }
    let size = bytes.count
    let isWide = members.count >= UInt16.max || offset >= UInt32.max || size >= UInt32.max
    if isWide {
      bytes += Self.number(0x0606_4B50 as UInt32) + Self.number(44 as UInt64) + Self.number(45 as UInt16)
      bytes += Self.number(45 as UInt16) + Self.number(0 as UInt64)
      bytes += Self.number(UInt64(members.count)) + Self.number(UInt64(members.count))
      bytes += Self.number(UInt64(size)) + Self.number(UInt64(offset))
      bytes += Self.number(0x0706_4B50 as UInt32) + Self.number(0 as UInt32)
      bytes += Self.number(UInt64(offset + size)) + Self.number(1 as UInt32)
    }
    let count = isWide ? UInt16.max : UInt16(members.count)
    bytes += Self.number(0x0605_4B50 as UInt32) + Self.number(0 as UInt32) + Self.number(count) + Self.number(count)
    bytes += Self.number(isWide ? UInt32.max : UInt32(size)) + Self.number(isWide ? UInt32.max : UInt32(offset))
    return bytes + Self.number(0 as UInt16)
  }

  /// What a member's own header and the directory say alike: version, flags, method, time, checksum, sizes, lengths.
  ///
  /// The time is ZIP's first, 1 January 1980: the same contents make the same archive.
  private static func shared(_ member: Member, _ extra: Int = 0) -> [UInt8] {
    var bytes = number(45 as UInt16) + number(0x0800 as UInt16) + number(member.method)
    bytes += number(0 as UInt16) + number(0x0021 as UInt16) + number(member.checksum)
    bytes += number(UInt32(member.compressedSize)) + number(UInt32(member.size))
    return bytes + number(UInt16(member.name.count)) + number(UInt16(extra))
  }

  private static func number<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian, Array.init)
  }
}
