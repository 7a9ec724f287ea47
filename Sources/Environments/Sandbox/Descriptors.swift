import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pipe whose ends no child inherits unless it is given them.
struct DescriptorPair {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw SandboxError(.lost, "Could not make a pipe: \(String(cString: strerror(errno))).")
    }
    // Beyond the numbers that a child is given, so that giving it one cannot overwrite another.
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 16) }
    ends.forEach { _ = close($0) }
    guard moved.allSatisfy({ $0 >= 0 }) else {
      moved.filter { $0 >= 0 }.forEach { _ = close($0) }
      throw SandboxError(.lost, "Too many open files: \(String(cString: strerror(errno))).")
    }
    (reading, writing) = (moved[0], moved[1])
  }
}

/// Bytes that wait to be written to a pipe that may be full.
struct PendingBytes {
  private var bytes: [UInt8] = []
  private var start = 0

  var isEmpty: Bool { start == bytes.count }

  mutating func append(_ more: some Sequence<UInt8>) {
    if isEmpty {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  mutating func clear() {
    bytes = []
    start = 0
  }

  /// Writes as much as there is room for.
  mutating func write(to descriptor: Int32) {
    while !isEmpty {
      let count = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      start += count
    }
  }
}
