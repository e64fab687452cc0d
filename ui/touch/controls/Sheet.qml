// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// A panel over the darkened page: from below where the screen is high, else in its middle.
Item {
    id: sheet

    property bool portrait: true
    property bool open: false
    // Between one part and the next, and what the parts may take of the screen with what is between them.
    readonly property int gap: Theme.px(portrait ? 36 : 26)
    readonly property int edge: Theme.px(portrait ? 60 : 46)
    readonly property real room: height - 2 * edge - Theme.px(40)
    default property alias content: column.data

    signal dismissed

    visible: opacity > 0
    opacity: open ? 1 : 0

    Behavior on opacity {
        NumberAnimation { duration: Theme.calm }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim

        TapHandler {
            enabled: sheet.open
            onTapped: sheet.dismissed()
        }
    }

    Rectangle {
        id: panel

        // Its lower corners lie below the screen: rounded ones there would show the darkened page.
        readonly property real hidden: sheet.portrait ? radius : 0
        readonly property real rest: sheet.portrait ? sheet.height - height + hidden : (sheet.height - height) / 2

        width: sheet.portrait ? sheet.width : Theme.px(1000)
        height: column.implicitHeight + 2 * sheet.edge + hidden
        anchors.horizontalCenter: parent.horizontalCenter
        y: sheet.open ? rest : rest + Theme.px(120)
        radius: Theme.px(44)
        color: Theme.surface
        border.color: Theme.easy ? Theme.line : "transparent"
        border.width: Theme.easy ? Theme.lineWidth : 0

        Behavior on y {
            NumberAnimation {
                duration: Theme.calm
                easing.type: Easing.OutCubic
            }
        }

        // Touches beside the buttons do not close the sheet.
        TapHandler { gesturePolicy: TapHandler.ReleaseWithinBounds }

        Column {
            id: column

            x: Theme.px(64)
            y: sheet.edge
            width: parent.width - 2 * x
            spacing: sheet.gap
        }
    }
}
