extension Decoder {
  /// Reads nothing, and throws where there is a key that is none of `keys`.
  ///
  /// - Parameter owner: whose settings these are, with an article: "A world".
  func rejectKeys<Keys: CodingKey & CaseIterable>(beside keys: Keys.Type, of owner: String) throws {
    let known = keys.allCases.map(\.stringValue)
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath + [key],
          debugDescription: "\(owner) has no setting '\(key.stringValue)'; it has \(known.joined(separator: ", "))."))
    }
  }
}

private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
