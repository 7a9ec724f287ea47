import CZlib

/// The compression of ZIP archives, by zlib.
package enum Deflate {
  /// CRC-32 of bytes, as ZIP has it.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
      var checksum = crc32(0, nil, 0)
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeBufferPointer(rebasing: rest.prefix(1 << 30))
        checksum = crc32(checksum, part.baseAddress, UInt32(part.count))
        rest = rest.dropFirst(part.count)
      }
      return UInt32(checksum)
    }
  }

  /// Decompresses a raw stream, or one in gzip's frame.
  ///
  /// - Returns: `nil` where the stream is damaged or does not give `size` bytes.
  static func decompress(_ packed: [UInt8], size: Int, isGzip: Bool = false) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, isGzip ? 31 : -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var packed = packed
    // One byte more than there should be, so that a stream that goes on is noticed; and room for an empty one.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    let status = packed.withUnsafeMutableBufferPointer { input in
      bytes.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, stream.avail_out == 1 else { return nil }
    bytes.removeLast()
    return bytes
  }

  /// Compresses bytes to a raw stream.
  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard
      deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { preconditionFailure("zlib has no memory for its state") }
    defer { deflateEnd(&stream) }
    var bytes = bytes
    var packed = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    bytes.withUnsafeMutableBufferPointer { input in
      packed.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        let status = deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "zlib's own bound was too small")
      }
    }
    packed.removeLast(Int(stream.avail_out))
    return packed
  }
}
