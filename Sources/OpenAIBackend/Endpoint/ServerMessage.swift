/// What a server says about an error, made fit for a sentence.
enum ServerMessage {
  private static let longest = 400

  /// The message within an error's body: of OpenAI's form, of FastAPI's, or the body itself; without the key.
  static func text(of body: [UInt8], without key: EndpointKey) -> String {
    guard let value = try? JSONReader.value(of: body) else {
      return shortened(key.redacted(String(decoding: body, as: UTF8.self)))
    }
    return text(of: value, without: key)
  }

  static func text(of value: JSONValue, without key: EndpointKey) -> String {
    let error = value["error"] ?? value
    let message = error["message"] ?? error["detail"] ?? value["message"] ?? value["detail"] ?? error
    let text = message.string ?? String(decoding: JSONWriter.bytes(of: message), as: UTF8.self)
    // The key is taken out first: shortening could leave half of it.
    return shortened(key.redacted(text))
  }

  /// On one line, not too long, without control characters, which could steer a terminal.
  private static func shortened(_ text: String) -> String {
    var words = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(longest) {
      let isControl = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      words.append(isControl ? " " : scalar)
    }
    let line = String(words).split(separator: " ").joined(separator: " ")
    return text.unicodeScalars.count > longest ? line + " …" : line
  }
}
