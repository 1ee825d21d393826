"""Made-up reading lists of any length: every title, name and address in them is another one."""

_TOPIC = 50


def markdown(papers: int) -> str:
    """A topic list in Markdown with so many papers."""
    lines = ["# A long list\n"]
    for number in range(papers):
        if number % _TOPIC == 0:
            lines.append(f"\n## Topic {number // _TOPIC}\n")
        title = (
            f"System{number}: A Study of Placement {number * 7919 % 1_000_003} for Load {number * 104_729 % 999_983}"
        )
        address = f"https://arxiv.org/abs/{2000 + number % 25}.{number % 100_000:05d}"
        lines.append(f"- [{title}]({address}) | OSDI' {number % 25:02d}")
    return "\n".join(lines)
