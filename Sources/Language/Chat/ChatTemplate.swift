/// The chat format as other programs read it.
public enum ChatTemplate {
  /// The Jinja template that `transformers`, vLLM and others render conversations with: Qwen3's thinking format
  /// without tools. `Renderer` writes the same text.
  ///
  /// Reasoning is kept only in turns behind the user's last one; the last turn always shows its reasoning's tags.
  public static let jinja = #"""
    {%- set state = namespace(last_query=-1) -%}
    {%- for message in messages -%}
      {%- if message.role == 'user' -%}
        {%- set state.last_query = loop.index0 -%}
      {%- endif -%}
    {%- endfor -%}
    {%- for message in messages -%}
      {%- set content = message.content if message.content is string else '' -%}
      {{- '<|im_start|>' + message.role + '\n' -}}
      {%- if message.role == 'assistant' -%}
        {%- set reasoning = '' -%}
        {%- if message.reasoning_content is string -%}
          {%- set reasoning = message.reasoning_content -%}
        {%- elif '</think>' in content -%}
          {%- set reasoning = content.split('</think>')[0].split('<think>')[-1] -%}
          {%- set content = content.split('</think>')[-1].lstrip('\n') -%}
        {%- endif -%}
        {%- if loop.index0 > state.last_query and (loop.last or reasoning) -%}
          {{- '<think>\n' + reasoning.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') -}}
        {%- else -%}
          {{- content -}}
        {%- endif -%}
      {%- else -%}
        {{- content -}}
      {%- endif -%}
      {{- '<|im_end|>\n' -}}
    {%- endfor -%}
    {%- if add_generation_prompt -%}
      {{- '<|im_start|>assistant\n<think>\n' -}}
    {%- endif -%}
    """#
}
