// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The hall display. When the link is lost, what was shown is dimmed and said to be old.
Rectangle {
    id: page

    readonly property bool stale: Hall.known && (!Hall.fresh || Hall.alone)
    readonly property bool open: Hall.known && Hall.dayOpen

    color: Theme.page

    DisplayHeader {
        id: header

        width: parent.width
    }

    Item {
        id: board

        anchors.top: header.bottom
        anchors.topMargin: note.visible ? note.height + Theme.px(32) : Theme.px(8)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(44)
        x: Theme.px(44)
        width: parent.width - 2 * x
        visible: page.open

        NowCalling {
            id: now

            width: parent.width * 0.57
            height: parent.height * 0.6
        }

        LastCalled {
            anchors.top: now.bottom
            anchors.topMargin: Theme.gap
            anchors.bottom: parent.bottom
            width: now.width
        }

        WaitingBoard {
            anchors.left: now.right
            anchors.leftMargin: Theme.gap
            anchors.right: parent.right
            height: parent.height
        }
    }

    // Opacity would dim texts unevenly in the software renderer; a veil does it alike.
    Rectangle {
        anchors.fill: board
        anchors.margins: -Theme.px(30)
        visible: page.stale
        color: Qt.rgba(Theme.page.r, Theme.page.g, Theme.page.b, 0.76)
    }

    NoteStrip {
        id: note

        anchors.top: header.bottom
        x: Theme.px(44)
        width: parent.width - 2 * x
        visible: page.stale
        icon: "link"
        text: Hall.fresh ? I18n.t("touch.display.alone")
                         : I18n.t("touch.display.stale", { time: HallClock.lostAt }) + "  ·  "
                           + I18n.t(Hall.busy ? "touch.display.busy.hint" : "touch.display.stale.hint")
    }

    Notice {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        visible: !page.open && !page.stale
        icon: Hall.known ? "moon" : "link"
        title: I18n.t(Hall.known ? "touch.display.closed.title" : "common.reconnecting")
        text: I18n.t(Hall.known ? "touch.display.closed.body"
                           : Hall.busy ? "touch.busy.body" : "touch.display.connecting")
    }
}
