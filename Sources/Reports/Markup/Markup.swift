/// A piece of HTML or SVG as a tree. Text and attribute values are escaped when it is written, so that nothing that
/// a model wrote can become markup.
///
/// What is written is well-formed XML as well as HTML: every element is closed and no named entity is used.
package indirect enum Markup: Sendable {
  case text(String)
  case element(String, [(String, String)], [Markup])
  /// A style sheet of our own, written as it is: HTML reads no references in it. It never holds what a model wrote.
  case style(String)
  /// Pieces without an element around them.
  case group([Markup])

  /// An element with its attributes in order.
  package static func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = [])
    -> Markup
  {
    .element(name, attributes.map { ($0.key, $0.value) }, children)
  }

  /// An element that holds a text.
  package static func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String) -> Markup {
    .element(name, attributes.map { ($0.key, $0.value) }, [.text(text)])
  }

  package static let empty = Markup.group([])

  /// The text of the tree.
  package func rendered() -> String {
    var output = ""
    write(to: &output)
    return output
  }

  /// Elements that HTML writes without an end.
  private static let void: Set<String> = ["br", "hr", "meta", "col", "link", "input", "wbr"]

  private func write(to output: inout String) {
    switch self {
    case .text(let text):
      output += VisibleText(text).escaped
    case .style(let sheet):
      output += sheet
    case .group(let children):
      for child in children { child.write(to: &output) }
    case .element(let name, let attributes, let children):
      output += "<\(name)"
      for (key, value) in attributes { output += " \(key)=\"\(VisibleText(value).escaped)\"" }
      if Self.void.contains(name) {
        output += "/>"
      } else {
        output += ">"
        for child in children { child.write(to: &output) }
        output += "</\(name)>"
      }
    }
  }
}
