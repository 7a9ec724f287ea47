import Foundation

/// Decodes JSON as Python programs write it.
enum RecordDecoding {
  /// Decodes one object.
  ///
  /// - Throws: `RecordingError` with `place` in it.
  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data, at place: @autoclosure () -> String) throws
    -> Value
  {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      // Python's `json` writes NaN and Infinity, which no JSON has: of a reward that is missing, for example.
      if case DecodingError.dataCorrupted(let context) = error, context.codingPath.isEmpty, data.mentionsNonNumber {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        if let value = try? decoder.decode(type, from: data) { return value }
      }
      throw RecordingError(error, at: place())
    }
  }
}

extension Data {
  /// Whether one of Python's names for numbers that are none occurs.
  fileprivate var mentionsNonNumber: Bool {
    firstRange(of: Data("NaN".utf8)) != nil || firstRange(of: Data("Infinity".utf8)) != nil
  }
}
