import GRDB

/// Words without spaces, in one column.
public struct WordList: Sendable, Hashable {
  /// In their order.
  public var words: [String]

  /// Lists words.
  public init(_ words: [String] = []) {
    self.words = words
  }
}

extension WordList: DatabaseValueConvertible {
  public var databaseValue: DatabaseValue {
    words.isEmpty ? .null : words.joined(separator: " ").databaseValue
  }

  public static func fromDatabaseValue(_ value: DatabaseValue) -> WordList? {
    String.fromDatabaseValue(value).map { WordList($0.split(separator: " ").map(String.init)) }
  }
}
