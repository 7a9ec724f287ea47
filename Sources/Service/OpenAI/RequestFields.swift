import Foundation
import Hummingbird
import OpenAIBackend

/// The fields of a request's body, each read once and strictly: what is left at the end is not known here.
struct RequestFields {
  private var members: [String: JSONValue] = [:]
  /// In the order in which they came, for the complaint.
  private var names: [String] = []

  /// - Throws: `ServiceError` where the body is no JSON object.
  init(_ body: ByteBuffer) throws(ServiceError) {
    let value: JSONValue
    do {
      value = try body.withUnsafeReadableBytes { try JSONReader.value(of: $0) }
    } catch let error as JSONReader.Failure {
      throw ServiceError(.badRequest, .invalidJSON, "The body is no JSON: see byte \(error.offset).")
    } catch {
      throw ServiceError(.badRequest, .invalidJSON, "The body is no JSON.")
    }
    guard case .object(let list) = value else {
      throw ServiceError(.badRequest, .invalidJSON, "The body is no JSON object.")
    }
    self.init(list)
  }

  init(_ list: [JSONValue.Member]) {
    for member in list {
      if members.updateValue(member.value, forKey: member.key) == nil { names.append(member.key) }
    }
  }

  /// A field of any kind; `nil` where it is missing or null.
  mutating func value(_ name: String) -> JSONValue? {
    guard let value = members.removeValue(forKey: name), value != .null else { return nil }
    return value
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(ServiceError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = Self.integer(value), range.contains(number) else {
      throw .invalid(name, "has to be \(Self.text(of: range)).")
    }
    return number
  }

  mutating func number(_ name: String, in range: ClosedRange<Double>) throws(ServiceError) -> Double? {
    guard let value = value(name) else { return nil }
    let number: Double? =
      switch value {
      case .integer(let number): Double(number)
      case .number(let number): number
      default: nil
      }
    guard let number, range.contains(number) else {
      throw .invalid(name, "has to be a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  mutating func bool(_ name: String) throws(ServiceError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .bool(let bool) = value else { throw .invalid(name, "has to be true or false.") }
    return bool
  }

  mutating func string(_ name: String) throws(ServiceError) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value else { throw .invalid(name, "has to be a string.") }
    return text
  }

  mutating func array(_ name: String) throws(ServiceError) -> [JSONValue]? {
    guard let value = value(name) else { return nil }
    guard case .array(let elements) = value else { throw .invalid(name, "has to be a list.") }
    return elements
  }

  mutating func object(_ name: String) throws(ServiceError) -> RequestFields? {
    guard let value = value(name) else { return nil }
    guard case .object(let members) = value else { throw .invalid(name, "has to be an object.") }
    return RequestFields(members)
  }

  /// Fields that say something of the client and change no answer.
  mutating func ignore(_ names: String...) {
    for name in names { members[name] = nil }
  }

  /// A field that does nothing here, so that it may only ask for nothing.
  mutating func refuse(_ name: String, unless neutral: JSONValue..., because reason: String) throws(ServiceError) {
    guard let value = value(name) else { return }
    if neutral.contains(where: { Self.isSame($0, value) }) { return }
    throw ServiceError(.badRequest, .unsupported, "'\(name)' is not supported: \(reason)", parameter: name)
  }

  /// - Parameter owner: the field that these are fields of.
  /// - Throws: `ServiceError` that names the first field that nobody has read.
  func finish(in owner: String? = nil) throws(ServiceError) {
    guard let name = names.first(where: { members[$0] != nil }) else { return }
    let path = (owner.map { $0 + "." } ?? "") + name.prefix(100)
    throw ServiceError(
      .badRequest, .unknownField, "'\(path)' is not a field that is known here. Leave it out.", parameter: path)
  }

  static func integer(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let number): number
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if let left = integer(left), let right = integer(right) { return left == right }
    return left == right
  }

  private static func text(of range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "a whole number"
    case (let low, .max): "a whole number, \(low) or more"
    case (let low, let high): "a whole number from \(low) to \(high)"
    }
  }
}
