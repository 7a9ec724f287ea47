import Foundation

/// The fields of a query or of a form, decoded.
package struct QueryItems: Sendable, Hashable {
  private(set) var items: [(name: String, value: String)]

  /// Gathers fields; those without value are left out.
  package init(_ items: KeyValuePairs<String, String?> = [:]) {
    self.items = items.compactMap { name, value in value.map { (name, $0) } }
  }

  /// Reads `a=b&c=d`, with `+` for a space as forms write it. What is no UTF-8 is left out.
  package init(_ text: String) {
    items = text.split(separator: "&").compactMap { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let decoded = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard let name = decoded[0] else { return nil }
      return (name, decoded.count > 1 ? decoded[1] ?? "" : "")
    }
  }

  /// The first field of a name that is not empty.
  subscript(_ name: String) -> String? { items.first { $0.name == name && !$0.value.isEmpty }?.value }

  /// All fields of a name that are not empty.
  func all(_ name: String) -> [String] { items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

  /// A field's value; `nil` where the field is missing or empty.
  ///
  /// - Throws: `DashboardError` with `invalidQuery` that names the field where `read` cannot take it.
  func value<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
    guard let text = self[name] else { return nil }
    guard let value = read(text) else {
      throw DashboardError(
        .invalidQuery, .badRequest,
        "“\(text.prefix(60))” is no \(name). Take the field out of the address, or begin at the page that led here.")
    }
    return value
  }

  /// Adds a field, or replaces those of its name.
  func setting(_ name: String, _ value: String?) -> QueryItems {
    var query = self
    query.items.removeAll { $0.name == name }
    if let value { query.items.append((name, value)) }
    return query
  }

  /// Adds a field.
  mutating func append(_ name: String, _ value: String) { items.append((name, value)) }

  /// The fields as an address has them, with the question mark; empty for none.
  package var text: String {
    items.isEmpty
      ? "" : "?" + items.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
  }

  /// A text with everything but letters, digits and `-._~` encoded.
  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }

  private static let allowed = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  package static func == (first: QueryItems, second: QueryItems) -> Bool { first.text == second.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
