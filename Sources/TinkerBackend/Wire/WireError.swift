/// What is wrong with a message of the API, and where in it.
package struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
