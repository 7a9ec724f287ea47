import Hummingbird
import OpenAIBackend

/// Which part of a list a request asks for, by `limit` and `offset`.
struct Page {
  private let limit: Int
  private let offset: Int

  private static let largest = 1_000

  /// - Throws: `ServiceError` for what is no such number.
  init(_ request: Request, usually limit: Int = 100) throws(ServiceError) {
    func number(_ name: String, _ otherwise: Int) throws(ServiceError) -> Int {
      guard let text = request.uri.queryParameters[name[...]] else { return otherwise }
      guard let number = Int(text), number >= 0 else { throw .invalid(name, "has to be a whole number, 0 or more.") }
      return number
    }
    self.limit = min(try number("limit", limit), Self.largest)
    offset = try number("offset", 0)
  }

  /// The elements that are meant.
  func part<Element>(of all: [Element]) -> ArraySlice<Element> { all.dropFirst(offset).prefix(limit) }

  /// The `cursor` of an answer.
  func cursor(of count: Int) -> JSONValue {
    ["offset": .integer(offset), "limit": .integer(limit), "total_count": .integer(count)]
  }
}
