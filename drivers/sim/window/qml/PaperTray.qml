// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// The papers that came out, the newest first.
Item {
    id: tray

    AppText {
        id: title

        x: Theme.gap
        y: Theme.gap
        text: Say.t("printer.tray")
        size: Theme.body
        font.bold: true
    }

    AppText {
        anchors.centerIn: parent
        visible: list.count === 0
        width: parent.width - 4 * Theme.gap
        horizontalAlignment: Text.AlignHCenter
        text: Say.t("printer.tray.empty", { link: Sim.link })
        size: Theme.small
        color: Theme.textFaint
    }

    ListView {
        id: list

        anchors.top: title.bottom
        anchors.topMargin: Theme.px(16)
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        clip: true
        spacing: Theme.gap
        topMargin: 2
        bottomMargin: Theme.gap
        boundsBehavior: Flickable.StopAtBounds
        model: Printer.tray

        delegate: Column {
            id: sheet

            required property var picture
            required property string number
            required property bool partial
            required property int nth

            // Half a pixel a dot where there is room: sharp.
            width: Math.min(ListView.view.width, 384)
            spacing: 4

            Row {
                spacing: 10

                AppText {
                    text: Say.t("printer.nth", { n: sheet.nth }) + (sheet.number === "" ? "" : "  ·  " + sheet.number)
                    size: Theme.small
                    color: Theme.textMuted
                }

                AppText {
                    visible: sheet.partial
                    text: Say.t("printer.partial")
                    size: Theme.small
                    font.bold: true
                    color: Theme.noteInk
                }
            }

            PictureItem {
                objectName: "sheet." + sheet.nth
                image: sheet.picture
                width: sheet.width
                height: width * implicitHeight / Math.max(1, implicitWidth)
            }
        }
    }
}
