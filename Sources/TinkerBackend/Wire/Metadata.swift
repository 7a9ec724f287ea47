/// What users attach to sessions, models and checkpoints: names and texts. Of values that are no texts it keeps numbers
/// and truth values, written out.
package struct Metadata: Codable, Sendable, ExpressibleByDictionaryLiteral {
  package var values: [String: String]

  package init(dictionaryLiteral elements: (String, String)...) {
    values = Dictionary(elements) { _, last in last }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    values = try container.decode([String: Scalar].self).compactMapValues(\.text)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }

  private struct Scalar: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
      } else if let truth = try? container.decode(Bool.self) {
        text = String(truth)
      } else if let integer = try? container.decode(Int.self) {
        text = String(integer)
      } else {
        text = (try? container.decode(Double.self)).map { String($0) }
      }
    }
  }
}
