"""Drives the server by the Python MCP client."""

import asyncio
import os

from campaign_steps import arguments, check, drive
from mcp import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client


async def main():
    command, config, campaigns, lake = arguments()
    loop = asyncio.get_running_loop()
    told = []

    async def progress(done, total, message):
        told.append((done, total, message))

    async with stdio_client(StdioServerParameters(command=command, env=dict(os.environ))) as (read, write):
        async with ClientSession(read, write) as session:
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]

            def call(tool, values):
                result = asyncio.run_coroutine_threadsafe(
                    session.call_tool(tool, values, progress_callback=progress), loop
                ).result()
                return result.structured_content, result.is_error

            print("campaign", await asyncio.to_thread(drive, call, config, campaigns, lake, tools))
    check(told, "a verb told its progress")


asyncio.run(main())
