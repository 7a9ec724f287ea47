import Foundation
import GRDB

/// An array of 32-bit numbers as one blob, little-endian, four bytes an element.
public struct PackedArray<Element: BitwiseCopyable & Sendable & Hashable>: Sendable, Hashable {
  /// The numbers.
  public var elements: [Element]

  /// Packs `elements`.
  public init(_ elements: [Element]) {
    self.elements = elements
  }
}

extension PackedArray: DatabaseValueConvertible {
  public var databaseValue: DatabaseValue {
    // Every platform that Titer builds on is little-endian, so the bytes of the array are the blob.
    elements.withUnsafeBytes { Data($0) }.databaseValue
  }

  public static func fromDatabaseValue(_ value: DatabaseValue) -> PackedArray? {
    guard let data = Data.fromDatabaseValue(value), data.count % MemoryLayout<Element>.stride == 0 else { return nil }
    let elements = [Element](unsafeUninitializedCapacity: data.count / MemoryLayout<Element>.stride) { buffer, count in
      data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      count = buffer.count
    }
    return PackedArray(elements)
  }
}
