#if canImport(CZstd)
  import CZstd
#endif

/// The compression of Inspect's logs, by libzstd where there is one: macOS has none.
enum Zstandard {
  #if canImport(CZstd)
    static let isAvailable = true
  #else
    static let isAvailable = false
  #endif

  /// Decompresses frames, one after the other.
  ///
  /// - Returns: `nil` where they are damaged or do not give `size` bytes.
  static func decompress(_ packed: [UInt8], size: Int) -> [UInt8]? {
    #if canImport(CZstd)
      var bytes = [UInt8](repeating: 0, count: max(size, 1))
      let count = bytes.withUnsafeMutableBytes { output in
        packed.withUnsafeBytes { input in
          ZSTD_decompress(output.baseAddress, size, input.baseAddress, input.count)
        }
      }
      guard ZSTD_isError(count) == 0, count == size else { return nil }
      bytes.removeLast(bytes.count - size)
      return bytes
    #else
      return nil
    #endif
  }
}
